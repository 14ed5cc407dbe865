"""`python -m idic_lib` is the `idic` command."""

from idic_lib.cli import main

if __name__ == "__main__":
    main()
