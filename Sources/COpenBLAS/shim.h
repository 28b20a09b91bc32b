#ifndef SWEEP_COPENBLAS_SHIM_H
#define SWEEP_COPENBLAS_SHIM_H
#include <cblas.h>
#endif
