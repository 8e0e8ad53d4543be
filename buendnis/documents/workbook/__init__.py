"""The cost plan as a workbook: laid out with live formulas, written as .xlsx, and read back."""
