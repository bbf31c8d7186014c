/*
title   = "Model cost per active user"
why     = "What serving one active person costs us in model calls."
unit    = "USD"
better  = "lower"
chapter = "cost"
kind    = "formula"
formula = "cost_total / active_users"
*/
