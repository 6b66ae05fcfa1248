"""The design system: layout, components, forms, tables, charts, maps. No tables; knows only `language`."""
