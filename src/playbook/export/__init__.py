"""The playbook in other forms: calendar files, spreadsheets, print."""
