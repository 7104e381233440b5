/** What every room of the sandbox shares: the account, time, the ledger of changes, faults, and who is calling. */
package io.jenkins.plugins.ecsrelease.sandbox.world;
