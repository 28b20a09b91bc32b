// What Swift has no word for yet, or no word that becomes an instruction.
#ifndef SWEEP_CVECTOR_H
#define SWEEP_CVECTOR_H

typedef float sweep_float4 __attribute__((ext_vector_type(4)));
typedef int sweep_int4 __attribute__((ext_vector_type(4)));

// The square root as IEEE 754 rounds it. Swift's `squareRoot()` of a vector is a call for each scalar, because
// the C function might set errno.
static inline sweep_float4 sweep_square_root(sweep_float4 x) { return __builtin_elementwise_sqrt(x); }

// Takes `yes` where x > 0, else (also where x is NaN) `no`. Swift's `replacing(with:where:)` tests each scalar
// of a mask that does not come straight from a comparison.
static inline sweep_float4 sweep_select(sweep_float4 x, sweep_float4 yes, sweep_float4 no) {
    sweep_int4 mask = x > 0;
    return (sweep_float4)(((sweep_int4)yes & mask) | ((sweep_int4)no & ~mask));
}

// Asks for the cache line at this address ahead of its use; any address will do.
static inline void sweep_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
