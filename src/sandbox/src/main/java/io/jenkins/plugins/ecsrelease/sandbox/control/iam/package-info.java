/** Identity and Access Management: users, roles, policies, providers of OpenID Connect tokens, and policy simulation. */
package io.jenkins.plugins.ecsrelease.sandbox.control.iam;
