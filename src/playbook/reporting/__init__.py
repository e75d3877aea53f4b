"""How problems are told: as a text, as JSON, to a workflow, as SARIF; and how what nobody foresaw is told."""
