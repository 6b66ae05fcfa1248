"""Reading the official tables: CSV (also .gz) and XLSX into rows, with every problem named. Pure, bounded memory."""
