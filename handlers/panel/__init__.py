"""The panel: where the staff of a ministry or dinas works, on a desktop or a phone."""
