"""What is printed and taken along: action plans as PDF, DOCX and XLSX, and the XLSX brought back."""
