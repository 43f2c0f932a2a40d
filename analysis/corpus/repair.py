"""Characters that somebody's program damaged on the way, repaired where that is certain."""

from dataclasses import replace

from analysis.corpus import decode
from analysis.corpus.raw import Item, Raw, Reject


def sound_item(item: Item) -> Item:
    """Make every text of an item one that can be kept: no half of a character stands alone in it."""
    if isinstance(item, Raw):
        texts = [item.text, *item.fields.values(), *item.metadata.values(), item.origin]
        if all(decode.sound(text) is text for text in texts):
            return item
        return replace(
            item,
            origin=decode.sound(item.origin),
            text=decode.sound(item.text),
            fields={name: decode.sound(value) for name, value in item.fields.items()},
            metadata={name: decode.sound(value) for name, value in item.metadata.items()},
        )
    if isinstance(item, Reject):
        return replace(item, origin=decode.sound(item.origin), detail=decode.sound(item.detail))
    return replace(item, origin=decode.sound(item.origin), note=decode.sound(item.note))
