"""The commands of the command line, one a module: each reads its arguments, prints results and returns an exit code."""
