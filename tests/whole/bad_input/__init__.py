"""Bad input, counted: tables of what nobody may give, and who answers it how.

- ``kinds``: bad things by what they are given for: numbers, sequences, functions ...;
- ``world``: the graph, model, optimizer and files that must be as before;
- ``faces``: a face is a public function with arguments that are well, and for each
  parameter the bad ones: a row each; ``core``, ``transforms`` ... are the tables;
- ``verdicts``: what is wrong with an answer: silence, an error from inside, no words
  for what came and what is needed, a change;
- ``public``: every public name and its parameters, so that none is forgotten.

``python -m tests.whole.bad_input`` prints the answers to all rows as JSON: the tests
compare those of the two engines. ``--count`` tells how many there are.
"""
