"""What pages and endpoints say alike, here and in the apps above: forms that lose nothing, identifiers
that have to be answered for, files. Pages and endpoints themselves import each other never."""
