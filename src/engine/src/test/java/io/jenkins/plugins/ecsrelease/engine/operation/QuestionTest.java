package io.jenkins.plugins.ecsrelease.engine.operation;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import org.junit.Test;

/** What is looked at, as a log names it. */
public class QuestionTest {

    @Test
    public void aQuestionIsNamedInWords() {
        assertEquals("deployment arn=arn:aws:ecs:eu-central-1:1:service-deployment/shop/web/a",
                new DeploymentLook("arn:aws:ecs:eu-central-1:1:service-deployment/shop/web/a").subject());
        assertEquals("service cluster=shop, service=web", new ServiceLook("shop", "web").subject());
    }
}
