"""The published orders of a bicycle maker, placed anew through the kit, and every price compared."""
