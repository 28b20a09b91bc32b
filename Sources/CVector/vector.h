// Two instructions that Swift has no word for yet.
#ifndef SWEEP_CVECTOR_H
#define SWEEP_CVECTOR_H

typedef float sweep_float4 __attribute__((ext_vector_type(4)));

// The square root as IEEE 754 rounds it. Swift's `squareRoot()` of a vector is a call for each scalar, because
// the C function might set errno.
static inline sweep_float4 sweep_square_root(sweep_float4 x) { return __builtin_elementwise_sqrt(x); }

// Asks for the cache line at this address ahead of its use; any address will do.
static inline void sweep_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
