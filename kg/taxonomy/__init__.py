"""Categories as rows of a table, and the taxonomy in the forms that other tools read."""
