"""What a person sees: drawn tables, files, reports."""
