# SPDX-License-Identifier: Apache-2.0
# The parser model: half an hour on two cores. The same data, machine and compiler give the same bytes, at any number of threads.
#
#   make model          trains models/en.model and prints its scores: four teachers from SHARED/data/ud (4 to 5 minutes each) read free text
#                       (seconds): SHARED/data/raw and, three times, the project's own sentences; the model learns from the treebanks and from
#                       what the four agree on (10 minutes). make -j2 model THREADS=1 trains two teachers at a time, with the same bytes
#   make model-sentences  learns models/sentences.tsv, the weights of sentence boundaries; a part of make model
#   make vectors GLOVE=glove.6B.100d.txt   cuts word vectors down to train/words.vec, which is in the repository (from where: models/en.card.md); seconds
#   make model-score    scores of the model that is there, also on a noisy copy of the same sentences (train/noise.h)
UD := $(SHARED)/data/ud
MODEL_TRAIN := --train $(UD)/ewt/en_ewt-ud-train.conllu --train $(UD)/gumfree/en_gumfree-ud-train.conllu --names $(UD)/uner-ewt/en_ewt-ud-train.rev0c7ce0d.iob2
MODEL_DEV := --dev $(UD)/ewt/en_ewt-ud-dev.conllu --dev $(UD)/gumfree/en_gumfree-ud-dev.conllu --dev-names $(UD)/uner-ewt/en_ewt-ud-dev.iob2
NOISE := 1
TEACHERS := 1 2 3 4
THREADS := 2
TEACH := $(BUILD)/teach
TRAIN_WITH := --threads $(THREADS) --vectors train/words.vec --irregular train/irregular.tsv --gazetteer gazetteer
TRAIN_C := $(sort $(wildcard train/*.c))

# Floats here, and only here, may be reordered: inference has none.
$(BUILD)/entente-train: $(TRAIN_C) $(wildcard train/*.h src/parse/*.h src/split/*.h) $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itrain -std=gnu17 -O3 -march=native -ffast-math -Wall -Wextra $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $(TRAIN_C) $(BUILD)/libentente-all.a $(LIBS) -o $@

# Its test is a part of make check.
$(if $(SAN),,check-parts: $(BUILD)/entente-train)

.PHONY: model-score model-sentences vectors
vectors: $(BUILD)/entente-train
	$< --vectors-from $(GLOVE) --vectors train/words.vec
model: model-sentences
model-sentences: $(BUILD)/entente-train
	$< --sentences models/sentences.tsv $(MODEL_TRAIN)
model: $(BUILD)/entente-train $(TEACHERS:%=$(TEACH)/%.conllu)
	$< --out models/en.model --seed 5 --epochs 20 $(TRAIN_WITH) $(MODEL_TRAIN) $(TEACHERS:%=--silver $(TEACH)/%.conllu) $(MODEL_DEV)

# All read the same text with the same sentences.
$(TEACHERS:%=$(TEACH)/%.model): $(TEACH)/%.model: $(BUILD)/entente-train train/irregular.tsv train/words.vec $(wildcard gazetteer/*.tsv)
	@mkdir -p $(@D)
	$< --out $@ --seed $* $(TRAIN_WITH) $(MODEL_TRAIN) $(MODEL_DEV)
# The project's own sentences: the examples of the code book and those of relate, a paragraph each.
$(TEACH)/own.txt: $(sort $(wildcard codebook/*.rules)) $(sort $(wildcard train/relate/*.txt))
	@mkdir -p $(@D)
	sed -nE -e 's/^ *(example|counter) [^"]*"([^"]+)".*/\2\n/p' $(filter %.rules,$^) > $@
	sed -e '/^#/d' -e '/^$$/d' -e 's/[][{}]//g' -e 's/$$/\n/' $(filter %.txt,$^) >> $@
$(TEACH)/raw.txt: $(sort $(wildcard $(SHARED)/data/raw/*.txt)) $(TEACH)/own.txt
	cat $^ $(TEACH)/own.txt $(TEACH)/own.txt > $@
$(TEACH)/%.conllu: $(TEACH)/%.model $(TEACH)/raw.txt $(BUILD)/entente | model-sentences
	ENTENTE_DATA=. $(BUILD)/entente parse --model $< $(TEACH)/raw.txt > $@.part && mv $@.part $@
model-score: $(BUILD)/entente-train
	@$< --model models/en.model --noise $(NOISE) $(MODEL_DEV)
# It makes the noisy copy that is scored.
accuracy: $(BUILD)/entente-train

# The back-off of relate: seconds. The sentences are the project's own.
#
#   make relate-model   trains models/relate.model from train/relate/*.txt and the examples of the code book
$(BUILD)/entente-train-relate: train/relate/train.c $(wildcard src/code/*.h) $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
.PHONY: relate-model
relate-model: $(BUILD)/entente-train-relate $(BUILD)/entente
	ENTENTE_DATA=. $< models/relate.model $(sort $(wildcard train/relate/*.txt))
