"""The commands of the command line, one a file: arguments → results on stdout and an exit code."""
