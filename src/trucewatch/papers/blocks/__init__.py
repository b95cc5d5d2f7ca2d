"""What stands in each paper, block by block, in the language that is spoken."""
