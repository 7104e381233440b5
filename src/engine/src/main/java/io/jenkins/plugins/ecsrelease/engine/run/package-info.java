/** Runs operations: one loop that asks, decides, saves, makes and saves again, and the files it keeps. */
package io.jenkins.plugins.ecsrelease.engine.run;
