# SPDX-License-Identifier: Apache-2.0
# The parser model: 17 to 90 minutes on two cores, by their speed. The same data, machine and compiler give the same bytes, at any number of threads.
#
#   make model          trains models/en.model and prints its scores, from the treebanks in SHARED/data/ud and from silver trees: what the teacher
#                       (train/teacher) said of SHARED/data/raw, which is in the repository without those words, and of the project's own sentences (train/own.txt.gz, train/text)
#                       After each epoch build/training.state has what is learned so far; a training that was killed goes on from there and ends with the same bytes.
#   make silver ENCODER=FOLDER   trains the teacher (half an hour) and lets it read the text (a quarter): train/silver.tsv.gz and train/own.txt.gz. Needs Python with torch,
#                       tokenizers and safetensors, and the encoder that train/teacher/README.md names
#   make model-sentences  learns models/sentences.tsv, the weights of sentence boundaries; a part of make model
#   make vectors GLOVE=glove.6B.100d.txt   cuts word vectors down to train/words.vec, which is in the repository (from where: models/en.card.md); seconds
#   make model-score    scores of the model that is there, also on a noisy copy of the same sentences (train/noise.h)
UD := $(SHARED)/data/ud
MODEL_TRAIN := --train $(UD)/ewt/en_ewt-ud-train.conllu --train $(UD)/gumfree/en_gumfree-ud-train.conllu --names $(UD)/uner-ewt/en_ewt-ud-train.rev0c7ce0d.iob2
MODEL_DEV := --dev $(UD)/ewt/en_ewt-ud-dev.conllu --dev $(UD)/gumfree/en_gumfree-ud-dev.conllu --dev-names $(UD)/uner-ewt/en_ewt-ud-dev.iob2
NOISE := 1
THREADS := 2
SEED := 6
OWN_TIMES := 1 2 3
VARIED_TIMES := 1 2
MARKED_TIMES := 1 2
MARKED := $(sort $(wildcard train/marked/*.txt))
UNREAD := $(sort $(wildcard train/marked/unread/*.txt))
MORE := $(sort $(wildcard train/text/*-2.txt))
VARIED := $(filter-out $(MORE),$(sort $(wildcard train/text/*.txt)))
PYTHON := python3
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
model: $(BUILD)/entente-train $(TEACH)/silver.tsv $(TEACH)/raw.conllu $(TEACH)/own.conllu $(TEACH)/varied.conllu $(TEACH)/more.conllu $(TEACH)/marked.conllu
	$< --out models/en.model --checkpoint $(BUILD)/training.state --seed $(SEED) --epochs 20 --rate 7e-4 --name-weight 3 $(TRAIN_WITH) $(MODEL_TRAIN) --silver $(TEACH)/silver.tsv --text $(TEACH)/raw.conllu $(OWN_TIMES:%=--text $(TEACH)/own.conllu) $(VARIED_TIMES:%=--text $(TEACH)/varied.conllu) $(VARIED_TIMES:%=--text $(TEACH)/more.conllu) $(MARKED_TIMES:%=--marked $(TEACH)/marked.all --marked-words $(TEACH)/marked.conllu) $(MODEL_DEV)
$(TEACH)/silver.tsv: train/silver.tsv.gz
	@mkdir -p $(@D)
	gzip -dc $< > $@

# The teacher reads what the pupil will: the same text with the same sentences.
.PHONY: silver
silver: $(BUILD)/entente-train $(TEACH)/raw.conllu $(TEACH)/today.conllu $(TEACH)/varied.conllu $(TEACH)/more.conllu
	$< --merged $(TEACH)/merged.conllu $(MODEL_TRAIN)
	PYTHONPATH=train $(PYTHON) -m teacher train $(ENCODER) $(TEACH)/teacher.pt $(TEACH)/merged.conllu
	PYTHONPATH=train $(PYTHON) -m teacher read $(ENCODER) $(TEACH)/teacher.pt $(TEACH)/raw.conllu $(TEACH)/today.conllu $(TEACH)/varied.conllu $(TEACH)/more.conllu > $(TEACH)/silver.conllu
	$< --silver-from $(TEACH)/silver.conllu --silver $(TEACH)/silver.new
	gzip -9nc $(TEACH)/silver.new > train/silver.tsv.gz
	gzip -9nc $(TEACH)/today.txt > train/own.txt.gz

# The project's own sentences as the teacher read them: what the code book has said since does not change the model.
$(TEACH)/own.txt: train/own.txt.gz
	@mkdir -p $(@D)
	gzip -dc $< > $@
# Those of today: the examples of the code book and those of relate, a paragraph each.
$(TEACH)/today.txt: $(sort $(wildcard codebook/*.rules)) $(sort $(wildcard train/relate/*.txt))
	@mkdir -p $(@D)
	sed -nE -e 's/^ *(example|counter) [^"]*"([^"]+)".*/\2\n/p' $(filter %.rules,$^) > $@
	sed -e '/^#/d' -e '/^$$/d' -e 's/[][{}]//g' -e 's/$$/\n/' $(filter %.txt,$^) >> $@
# Mails, posts, reviews, blogs, reports and lives, written for the project: what the free text has little of.
$(TEACH)/varied.txt: $(VARIED)
	@mkdir -p $(@D)
	sed -s '$$G' $^ > $@
$(TEACH)/more.txt: $(MORE)
	@mkdir -p $(@D)
	sed -s '$$G' $^ > $@
# Text with its names marked in place, and the same without the marks; apart from it such text that no model has read.
$(TEACH)/marked.all: $(MARKED)
$(TEACH)/unread.all: $(UNREAD)
$(TEACH)/%.all:
	@mkdir -p $(@D)
	$(Q)sed -s '$$G' $^ > $@
$(TEACH)/%.txt: $(TEACH)/%.all
	$(Q)sed -E 's/\[(PER|ORG|LOC) ([^]]*)\]/\2/g' $< > $@
$(TEACH)/raw.txt: $(sort $(wildcard $(SHARED)/data/raw/*.txt))
	@mkdir -p $(@D)
	cat $^ > $@
PARSE_TEXT = ENTENTE_DATA=. $(BUILD)/entente parse $< > $@.part && mv $@.part $@
$(TEACH)/%.conllu: $(TEACH)/%.txt $(BUILD)/entente | model-sentences
	$(PARSE_TEXT)
$(TEACH)/unread.conllu: $(TEACH)/unread.txt $(BUILD)/entente # for scores alone, so nothing is learned anew
	$(Q)$(PARSE_TEXT)
model-score: $(BUILD)/entente-train $(TEACH)/unread.conllu
	@$< --model models/en.model --noise $(NOISE) $(MODEL_DEV) --marked $(TEACH)/unread.all --marked-words $(TEACH)/unread.conllu
# It makes the noisy copy that is scored.
accuracy: $(BUILD)/entente-train $(TEACH)/unread.conllu

# The back-off of relate: seconds. The sentences are the project's own.
#
#   make relate-model   trains models/relate.model from train/relate/*.txt and the examples of the code book
$(BUILD)/entente-train-relate: train/relate/train.c $(wildcard src/code/*.h) $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
.PHONY: relate-model
relate-model: $(BUILD)/entente-train-relate $(BUILD)/entente
	ENTENTE_DATA=. $< models/relate.model $(sort $(wildcard train/relate/*.txt))
