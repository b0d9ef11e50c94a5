# Every command of the house. `make` alone prints them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test generate drift format lint interop demo bench fuzz

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build in release, start the daemon
	@Scripts/run

test: ## install what is missing, build, run all tests
	@Scripts/test

generate: ## write the generated code anew, from proto/ and the SQL files
	@Scripts/setup generate
	@Scripts/generate

drift: ## fail when the committed generated code is not what make generate writes
	@Scripts/setup generate
	@Scripts/drift

format: ## write the hand-written Swift files in the house's format
	@Scripts/lint fix

lint: ## check format, layering and scripts
	@Scripts/setup lint
	@Scripts/lint

interop: ## call the daemon with a stock Go ttrpc client
	@Scripts/setup interop
	@Tests/Interop/run

demo: ## play a short story through the tenon command and print it
	@Scripts/setup
	@Scripts/demo

bench: ## measure a release build against its goals, a quarter of an hour; BENCH="whole --rounds 3" for a part
	@Scripts/setup
	@Scripts/bench $(BENCH)

fuzz: ## throw a million made-up provider errors at the redaction of messages; FUZZ="--inputs 1000 --seed 7" for others
	@Scripts/setup
	@Scripts/fuzz $(FUZZ)
