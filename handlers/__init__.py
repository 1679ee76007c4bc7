"""The ways in: each translates, calls one service and draws the result; no rule of the product lives here."""
