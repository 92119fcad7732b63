"""The commands of `miaoti`, one a file."""
