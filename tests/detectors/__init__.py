"""The labelled corpora, and what is made and measured with them: training, the table, the benches."""
