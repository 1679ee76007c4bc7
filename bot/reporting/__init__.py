"""What an owner holds in hand after an assessment: the report as words, as a chart and as a PDF."""
