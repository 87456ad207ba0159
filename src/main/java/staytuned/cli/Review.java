package staytuned.cli;

import staytuned.delivery.Proposer;
import staytuned.issue.Proposals;
import staytuned.web.ProposalPages;

/** What shows letters to their editors before they go out, part by part. */
public record Review(Proposals proposals, Proposer proposer, ProposalPages pages) {}
