import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/** Gets role credentials as any program with the AWS SDK for Java does, and says how that went. */
public final class Credentials {
    private Credentials() {}

    public static void main(String[] arguments) throws IOException {
        // Made before the race begins: what is compared is the renewing, not the starting.
        try (ProfileCredentialsProvider provider = ProfileCredentialsProvider.create("dev")) {
            System.out.println("ready");
            new BufferedReader(new InputStreamReader(System.in)).readLine();
            AwsCredentials credentials = provider.resolveCredentials();
            System.out.println("{\"accessKeyId\": \"" + credentials.accessKeyId() + "\"}");
        } catch (RuntimeException failure) {
            System.out.println("{\"error\": \"" + failure.toString().replaceAll("[^ -!#-\\[\\]-~]", " ") + "\"}");
        }
    }
}
