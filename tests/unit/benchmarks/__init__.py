"""What the benchmarks print, and where they write it. Measuring itself is no test."""
