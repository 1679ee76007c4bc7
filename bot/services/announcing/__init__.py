"""Announcements of the staff: written, checked by a second person, sent at the pace of the channel, and accounted for."""
