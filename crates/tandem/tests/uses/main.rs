//! The use cases, each through the whole application, as a browser or a program meets it, on both
//! databases. One program, as linking forty takes longer than running them.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod access;
mod agreements;
mod audit;
mod backups;
mod benchmark;
mod charter;
mod counsel;
mod dates;
mod demonstration;
mod desk;
mod directory;
mod doctor;
mod duplicates;
mod editions;
mod exchange;
mod exports;
mod find;
mod forgetting;
mod freshness;
mod hardening;
mod holding;
mod hostile;
mod imports;
mod lexicon;
mod lists;
mod mail;
mod merging;
mod moments;
mod needs;
mod network;
mod organisations;
mod passwords;
mod planning;
mod proposals;
mod public;
mod qr;
mod referral;
mod register;
mod registration;
mod roles;
mod sharing;
mod sign_in;
mod territory;
