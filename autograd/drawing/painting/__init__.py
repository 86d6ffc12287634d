"""The still picture as SVG."""
