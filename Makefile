# The two commands of the README are `make demo` and `make test`. All targets set up what they need.

SWEEP = .build/release/sweep

.PHONY: demo build test setup setup-tests sample bench bars soak format check clean

## demo: install what is missing, build, run the quick start, show what came out
demo: build
	@scripts/demo $(SWEEP)

## build: the program, in release mode, at .build/release/sweep
build: setup
	@swift build --configuration release --product sweep

## test: the whole suite, in release mode
# (`swift test` alone would build everything anew with other flags than `make build`.)
test: setup-tests
	swift build --configuration release --build-tests
	swift test --configuration release --skip-build

## setup: Debian's packages that are missing
setup:
	@scripts/setup build

setup-tests:
	@scripts/setup tests

## sample: record experiments.db anew from the sweep files
sample: build
	@scripts/sample $(SWEEP)

## bench: ours, the peers and the limit, measured in the same run
bench: build
	@swift build --configuration release --product EngineBench
	@swift build --configuration release --product StoreBench
	@Benchmarks/run

## soak: kill a sweep 200 times and fail its disk 10,000 times, and compare it with an undisturbed one
soak: build
	@Benchmarks/soak
	@Tests/EndToEndTests/faults.py $(SWEEP) --faults 10000 --kills 200 --record

## bars: what the engine learns on real data, against published and peers' results
bars: build
	@Benchmarks/bars

## format: put the sources into the house format
format:
	swift format --in-place --recursive Sources Tests Benchmarks Package.swift

## check: what CI checks besides the tests
check:
	@scripts/check-arrows
	@swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

clean:
	rm -rf .build .build-debug
