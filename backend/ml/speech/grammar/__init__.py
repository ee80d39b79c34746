"""Reading frames with a grammar: which words may follow which, instead of any characters at all."""
