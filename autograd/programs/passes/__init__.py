"""From the scalar program to array operations, pass by pass: data in, data out."""
