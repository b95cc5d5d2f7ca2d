"""The demonstration record: the Astana process of early 2017, told from public accounts."""
