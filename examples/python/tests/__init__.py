"""The binding's tests: python3 -m unittest discover -s tests -t ."""
