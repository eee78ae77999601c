//! Gets role credentials as any program with the AWS SDK for Rust does, and says how that went.
use aws_config::BehaviorVersion;
use aws_credential_types::provider::ProvideCredentials;
use std::io::Write;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // The local Identity Center speaks plain HTTP, which spares a build of a whole TLS library.
    let http_client = aws_smithy_http_client::Builder::new().build_http();
    let config = aws_config::defaults(BehaviorVersion::latest())
        .profile_name("dev")
        .http_client(http_client)
        .load()
        .await;
    let provider = config.credentials_provider().expect("a credentials provider");
    println!("ready");
    std::io::stdout().flush().expect("standard output");
    std::io::stdin().read_line(&mut String::new()).expect("standard input");
    match provider.provide_credentials().await {
        Ok(credentials) => println!("{{\"accessKeyId\": \"{}\"}}", credentials.access_key_id()),
        Err(error) => {
            let text = format!("{:?}", aws_smithy_types::error::display::DisplayErrorContext(&error));
            println!("{{\"error\": {:?}}}", text);
        }
    }
}
