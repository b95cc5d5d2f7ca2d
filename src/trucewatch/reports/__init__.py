"""One source's account each: reports, a monitor's tallies, and the coverage behind them."""
