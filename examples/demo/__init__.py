"""
orderkit at work: ``python -m examples.demo``.

Without arguments a made-up distributor goes through one business day on an SQLite file. With
``--data FOLDER`` the published orders of a bicycle maker are placed anew, and every price compared.
"""
