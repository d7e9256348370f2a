"""`python -m wiki …` is `wiki …`, for where the command is not on the path."""

from wiki.cli import main

main(prog_name="wiki")
