package io.jenkins.plugins.ecsrelease.engine.service.look;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** Trust policies as people write them. */
public class TrustTest {

    private static boolean trusts(String statements) {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":" + statements.replace('\'', '"') + "}";
        return TrustLoader.trusts(URLEncoder.encode(policy, StandardCharsets.UTF_8), "ecs.amazonaws.com");
    }

    @Test
    public void oneStatementOrManyOneServiceOrManyOneActionOrMany() {
        assertTrue(trusts("{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:AssumeRole'}"));
        assertTrue(trusts("[{'Effect':'Allow','Principal':{'Service':['ecs-tasks.amazonaws.com','ecs.amazonaws.com']},"
                + "'Action':['sts:TagSession','sts:AssumeRole']}]"));
        assertTrue(trusts("[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::1:root'},'Action':'sts:AssumeRole'},"
                + "{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:*'}]"));
    }

    @Test
    public void aConditionIsNotJudged() {
        assertTrue(trusts("[{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:AssumeRole',"
                + "'Condition':{'StringEquals':{'aws:SourceAccount':'1'}}}]"));
        assertTrue(trusts("[{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:AssumeRole'},"
                + "{'Effect':'Deny','Principal':'*','Action':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}]"));
    }

    @Test
    public void othersAnotherActionAndDenialsAreNoTrust() {
        assertFalse(trusts("[]"));
        assertFalse(trusts("[{'Effect':'Allow','Principal':{'Service':'ecs-tasks.amazonaws.com'},'Action':'sts:AssumeRole'}]"));
        assertFalse(trusts("[{'Effect':'Allow','Principal':{'AWS':'ecs.amazonaws.com'},'Action':'sts:AssumeRole'}]"));
        assertFalse(trusts("[{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:TagSession'}]"));
        assertFalse(trusts("[{'Effect':'Allow','Principal':{'Service':'ecs.amazonaws.com'},'Action':'sts:AssumeRole'},"
                + "{'Effect':'Deny','Principal':'*','Action':'sts:AssumeRole'}]"));
    }
}
