/** The account that the example releases into, made through AWS's own APIs, and what can go wrong in it. */
package io.jenkins.plugins.ecsrelease.rehearsal.example;
