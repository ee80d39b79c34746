"""From where ONNX Runtime takes memory: one arena for all models of a process, and what a card can fetch from."""

from functools import cache

import onnxruntime

# Grown by what is asked for; by the default, doubling, it could not shrink as well.
_AS_REQUESTED = {"arena_extend_strategy": 1}
_ARENA = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR


@cache
def shared_arena() -> onnxruntime.OrtMemoryInfo:
    """The arena that sessions with `session.use_env_allocators` share on the CPU."""
    place = onnxruntime.OrtMemoryInfo("Cpu", _ARENA, 0, onnxruntime.OrtMemType.DEFAULT)
    onnxruntime.create_and_register_allocator(place, onnxruntime.OrtArenaCfg(_AS_REQUESTED))
    return place


@cache
def pinned(card: int) -> onnxruntime.OrtMemoryInfo:
    """Memory of this machine that never moves, for the card of that number. Raises RuntimeError without CUDA."""
    place = onnxruntime.OrtMemoryInfo("CudaPinned", _ARENA, card, onnxruntime.OrtMemType.CPU_OUTPUT)
    provider, options = "CUDAExecutionProvider", {"device_id": str(card)}
    onnxruntime.create_and_register_allocator_v2(provider, place, options, onnxruntime.OrtArenaCfg(_AS_REQUESTED))
    return place
