package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertTrue;

import hudson.FilePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** The ways of ecrBuildPush and of ecrPromote. */
final class Images {

    static final String BUILDS = "builds";
    static final String PROMOTIONS = "promotions";

    private static int number = 1;

    private final Account account;
    private final Aws aws;
    private final Shop shop;
    private final Gate gate;

    Images(Account account, Aws aws, Shop shop, Gate gate) {
        this.account = account;
        this.aws = aws;
        this.shop = shop;
        this.gate = gate;
    }

    List<Way> builds() {
        return List.of(
                new Build("an image"),
                new Build("one whose login is renewed") {
                    @Override
                    String lostIn() {
                        return "start";
                    }
                },
                new Build("one that is aborted") {
                    @Override
                    String abortedIn() {
                        return "follow";
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of();
                    }
                },
                new Build("one that nobody scanned") {
                    @Override
                    String script() {
                        return pipeline(build(BUILDS, ""));
                    }

                    /** It was built before its repository scanned anything. */
                    @Override
                    void before() throws Exception {
                        number++;
                        scans(false);
                        WorkflowJob job = Jenkins.get().getItemByFullName("unscanned", WorkflowJob.class);
                        job = job == null ? Jenkins.get().createProject(WorkflowJob.class, "unscanned") : job;
                        job.setDefinition(new CpsFlowDefinition(pipeline(build("deployer", ", scan: none('later')")), true));
                        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
                        Lanes.until("it is built", () -> !run.isBuilding());
                        scans(true);
                    }

                    @Override
                    Map<String, Integer> changes() {
                        return Map.of("StartImageScan", 1);
                    }
                });
    }

    List<Way> promotions() {
        return List.of(new Way("a tag beside, and one in another repository", "promote") {
            @Override
            String script() {
                String where = "region: '" + Shop.REGION + "', credentialsId: '" + PROMOTIONS + "', image: '" + shop.first() + "', timeoutMinutes: 1440";
                return "ecrPromote(" + where + ", tag: 'p" + number + "')\necrPromote(" + where + ", repository: 'copies', tag: 'p" + number++ + "')";
            }

            @Override
            void before() {
                account.ecr.createRepository(create -> create.repositoryName("copies"));
            }

            @Override
            void after() {
                account.ecr.deleteRepository(delete -> delete.repositoryName("copies").force(true));
            }

            @Override
            Map<String, Integer> changes() {
                return Map.of("PutImage", 2, "CompleteLayerUpload", 3);
            }

            @Override
            void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) {
                boolean given = made.containsKey("PutImage");
                assertTrue(phase + ", " + said, said.startsWith(given && !said.startsWith("STOPPED") ? "SUCCEEDED: " : "STOPPED: Stopped by "));
            }
        });
    }

    private void scans(boolean onPush) {
        account.ecr.putImageScanningConfiguration(put -> put.repositoryName("shop").imageScanningConfiguration(on -> on.scanOnPush(onPush)));
    }

    private class Build extends Way {

        Build(String name) {
            super(name, "image");
        }

        @Override
        String script() throws Exception {
            number++;
            return pipeline(build(BUILDS, ""));
        }

        String build(String credentials, String more) {
            return "ecrBuildPush(region: '" + Shop.REGION + "', credentialsId: '" + credentials + "', repository: 'shop', args: ['REGISTRY="
                    + aws.said("BASE_REGISTRY") + "'], tag: 'b" + number + "', tags: ['c" + number + "'], timeoutMinutes: 1440" + more + ")";
        }

        /** The example's application, whose build waits at the gate. */
        String pipeline(String... calls) {
            Path application = Aws.project().resolve("docs/example-app");
            return String.join("\n",
                    "node {",
                    "    sh 'cp -r " + application + "/. .; echo " + number + " > public/number; echo RUN \"" + gate.waitFor(BUILDS) + "\" >> Dockerfile'",
                    "    withEnv(['GIT_COMMIT=" + String.format("%040x", number) + "', 'GIT_URL=https://git.example.com/shop.git', 'BUILDAH_ISOLATION=chroot']) {",
                    "        " + String.join("\n        ", calls),
                    "    }",
                    "}");
        }

        @Override
        Map<String, Integer> changes() {
            return Map.of("PutImage", 2);
        }

        /** Which layers are sent is the builder's business. */
        @Override
        boolean counts(String call) {
            return !call.equals("CompleteLayerUpload");
        }

        @Override
        void left(String phase, String said, Map<String, Integer> made, WorkflowRun run) throws Exception {
            assertTrue(phase + ", " + said, said.startsWith("STOPPED: ") || said.startsWith("SUCCEEDED: "));
            FilePath programs = Jenkins.get().getRootPath().child("workspace/" + BUILDS + "@tmp/ecs-release");
            assertTrue(phase + ": nothing stays beside the workspace", !programs.exists() || programs.list().isEmpty());
        }
    }
}
